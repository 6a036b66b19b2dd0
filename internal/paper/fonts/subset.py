#!/usr/bin/env python3
"""Make the two font files from Noto Sans of Debian's package fonts-noto-core, SIL OFL 1.1.

    python3 subset.py /usr/share/fonts/truetype/noto .      (needs fonttools)

The PDF library wants TrueType outlines and looks at no layout tables, so hints and features are left out.
"""
import os
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

KEEP = (
    set(range(0x20, 0x7F)) | set(range(0xA0, 0x250)) | set(range(0x2B0, 0x370))  # Latin, its additions, marks
    | set(range(0x370, 0x400)) | set(range(0x400, 0x530))  # Greek, Cyrillic
    | set(range(0x1E00, 0x1F00))  # Latin Extended Additional: Vietnamese, Welsh
    | set(range(0x2010, 0x2028)) | {0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122, 0x2212, 0xFFFD}
)


def main():
    source, out = sys.argv[1:3]
    for weight in ("Regular", "Bold"):
        font = TTFont(f"{source}/NotoSans-{weight}.ttf")
        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, glyph_names=False, drop_tables=["DSIG"])
        cut = subset.Subsetter(options)
        cut.populate(unicodes=KEEP)
        cut.subset(font)
        name = f"{out}/noto-sans-{weight.lower()}.ttf"
        font.save(name)
        print(os.path.basename(name), os.path.getsize(name))


if __name__ == "__main__":
    main()

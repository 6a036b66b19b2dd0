// Writes what the reference makes of some colours and seeds, for the tests of the Go package:
//
//   node vectors.mjs ..
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { brand, neutral, toOklch, STEPS } from "./palette.mjs";
import { horizon } from "./horizon.mjs";

const colours = [
  "#0f5f72", "#2c4f9e", "#ffcc00", "#d0021b", // the default and the examples of the design language
  "#000000", "#ffffff", "#808080", "#010101", "#fefefe", "#333333", "#cccccc", // no hue at all
  "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff", "#39ff14", "#ff10f0", "#ccff00", // neon
  "#003366", "#006747", "#e4002b", "#f7a600", "#6a1b9a", "#00a3e0", "#8b4513", "#556b2f", "#f5f5dc", "#2f4f4f",
  "#ff7f50", "#7fff00", "#dc143c", "#191970", "#b0c4de", "#fa8072", "#4b0082", "#20b2aa", "#d2691e", "#9acd32",
  "#262626", "#272727", "#6b6b6b", "#6c6c6c", // where the luminance crosses .02 and .15
];
const seeds = [
  "", "0", "1", "2", "3", "7", "42", "99", "100", "1234", "65535", "2147483647", "18446744073709551615",
  "gophers", "seminarium", "start", "tom", "a", "z", "A", " ", "two words", "1e3", "-1",
  "åäö", "Göteborgsregionen", "šaŋŋŋá", "東京", "🌲", "🌲🌲", "e\u0301", "0191f3a2-7c44-7d0e-9b1a-3f6c5d2e8a10",
  "A seed that is longer than any id would ever be, to see that the hash wraps around many times over.",
];

const pairs = (scale) => Object.fromEntries(Object.keys(STEPS).map((token) => [token, { light: scale[token][0], dark: scale[token][1] }]));
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const small = { width: 480, height: 140 };
const made = "Made by reference/vectors.mjs with Node 20. Not to be edited by hand.";
const save = (name, list) => writeFileSync(`${process.argv[2]}/${name}.json`,
  `{"comment": ${JSON.stringify(made)}, "vectors": [\n${list.map((v) => JSON.stringify(v)).join(",\n")}\n]}\n`);

save("palettes", colours.map((hex) => ({ hex, accent: pairs(brand(hex)), neutral: pairs(neutral(toOklch(hex).H)) })));
save("horizons", seeds.map((seed) => ({ seed, wide: sha256(horizon(seed)), small: sha256(horizon(seed, small)) })));
writeFileSync(`${process.argv[2]}/horizon-small.svg`, horizon("gophers", small) + "\n");

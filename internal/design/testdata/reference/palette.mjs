// Palette reference. One input colour in, 16 tokens x 2 schemes out.
//
// Idea: WCAG contrast depends only on relative luminance (Y). So every token has a FIXED Y
// per scheme, and the brand only decides hue and chroma. Contrast is then the same number
// for every brand, however strange its colour is.
//
// This is the palette as it was designed. The Go package must give the same values: vectors.mjs
// writes them down for its tests.

// ---- sRGB <-> linear -------------------------------------------------------
const toLinear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const toGamma = (c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

export function hexToLinear(hex) {
  let h = hex.replace('#', '');
  if (h.length === 3) h = [...h].map((x) => x + x).join('');
  return [0, 2, 4].map((i) => toLinear(parseInt(h.slice(i, i + 2), 16) / 255));
}
const linearToHex = (rgb) => '#' + rgb
  .map((v) => Math.round(255 * toGamma(Math.min(1, Math.max(0, v)))).toString(16).padStart(2, '0')).join('');

export const luminanceOf = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
export const luminance = (hex) => luminanceOf(hexToLinear(hex));
export function contrast(a, b) {
  const x = luminance(a), y = luminance(b);
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

// ---- OKLCH (Björn Ottosson's OKLab matrices) --------------------------------
export function toOklch(hex) {
  const [r, g, b] = hexToLinear(hex);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const L = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const A = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const B = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return { L, C: Math.hypot(A, B), H: (Math.atan2(B, A) * 180 / Math.PI + 360) % 360 };
}
function oklchToLinear(L, C, H) {
  const a = C * Math.cos(H * Math.PI / 180), b = C * Math.sin(H * Math.PI / 180);
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}
const inGamut = (rgb) => rgb.every((v) => v >= -1e-5 && v <= 1.00001);

/** The colour with luminance `target`, hue H and chroma C, or the nearest lower chroma that sRGB can show. */
export function atLuminance(target, C, H) {
  for (let c = C; ; c = Math.max(0, c - 0.004)) {
    let lo = 0, hi = 1;
    for (let i = 0; i < 40; i++) {
      const mid = (lo + hi) / 2;
      const y = luminanceOf(oklchToLinear(mid, c, H).map((v) => Math.max(0, v)));
      if (y < target) lo = mid; else hi = mid;
    }
    const rgb = oklchToLinear((lo + hi) / 2, c, H);
    if (inGamut(rgb) || c === 0) return linearToHex(rgb);
  }
}

// ---- the scale ---------------------------------------------------------------
// token: [Y light, chroma factor light, Y dark, chroma factor dark]
export const STEPS = {
  'background-default':    [1,     0,    0.0070, 0.16],
  'background-tinted':     [0.925, 0.14, 0.0105, 0.22],
  'surface-default':       [1,     0,    0.0125, 0.22],
  'surface-tinted':        [0.855, 0.24, 0.0200, 0.32],
  'surface-hover':         [0.765, 0.34, 0.0290, 0.38],
  'surface-active':        [0.670, 0.44, 0.0400, 0.44],
  'border-subtle':         [0.690, 0.26, 0.0480, 0.36],
  'border-default':        [0.210, 0.80, 0.2000, 0.60],
  'border-strong':         [0.120, 0.90, 0.3400, 0.70],
  'text-subtle':           [0.092, 0.95, 0.4200, 0.80],
  'text-default':          [0.018, 0.60, 0.8200, 0.22],
  'base-default':          [0.092, 1,    0.4300, 0.95],
  'base-hover':            [0.065, 1,    0.5300, 0.85],
  'base-active':           [0.045, 1,    0.6200, 0.70],
  'base-contrast-subtle':  [0.890, 0.18, 0.0180, 0.50],
  'base-contrast-default': [1,     0,    0.0070, 0.30],
};

export function scale(hue, chroma) {
  const out = {};
  for (const [token, [yl, fl, yd, fd]] of Object.entries(STEPS)) {
    out[token] = [
      yl === 1 ? '#ffffff' : atLuminance(yl, chroma * fl, hue),
      atLuminance(yd, Math.min(chroma, 0.16) * fd, hue), // neon brands stay calm at night
    ];
  }
  return out;
}

/** Accent scale for an organiser. The exact brand colour is kept for buttons when its luminance allows white text. */
export function brand(hex) {
  const { C, H } = toOklch(hex);
  const out = scale(H, Math.min(C, 0.19));
  const y = luminance(hex);
  if (y >= 0.02 && y <= 0.15) {
    out['base-default'][0] = hex;
    out['base-hover'][0] = atLuminance(y * 0.72, C, H);
    out['base-active'][0] = atLuminance(y * 0.5, C, H);
  }
  return out;
}

/** Greys that lean towards the brand hue, so they never clash with it. */
export function neutral(hue) {
  const day = scale(hue, 0.014), night = scale(hue, 0.05), out = {};
  for (const token of Object.keys(STEPS)) {
    const nightly = /background|surface|border-subtle|contrast/.test(token);
    out[token] = [day[token][0], nightly ? night[token][1] : day[token][1]];
  }
  out['base-default'] = [atLuminance(0.022, 0.02, hue), atLuminance(0.80, 0.006, hue)];
  out['base-hover'] = [atLuminance(0.040, 0.02, hue), atLuminance(0.90, 0.006, hue)];
  out['base-active'] = [atLuminance(0.060, 0.02, hue), atLuminance(0.70, 0.006, hue)];
  return out;
}

export const DEFAULT_BRAND = '#0f5f72';
export const FAMILIES = {
  accent: brand(DEFAULT_BRAND),
  neutral: neutral(222),
  info: scale(248, 0.11),
  success: scale(155, 0.115),
  warning: scale(70, 0.145),
  danger: scale(24, 0.17),
};

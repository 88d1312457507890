// Amounts in words: short, with their unit, and the same whatever the reader's locale.

import { figures } from "./dom.js";

const MAGNITUDES = [
  [1e12, " tn"],
  [1e9, " bn"],
  [1e6, " m"],
  [1e4, " k", 1e3],
];
const DIGITS = 5;
const BASES = {
  yearOverYear: "on the year before",
  quarterOverQuarter: "on the quarter before",
  versusPriorGuidance: "on the guidance before",
};
const NEARNESS = { about: "about ", justBelow: "just below ", justAbove: "just above ", atLeast: "at least ", atMost: "at most " };

function number(text) {
  const found = text ? Number(text) : NaN;
  return Number.isFinite(found) ? found : null;
}

/** The least and the most that an amount may be: { low, high, point }, an open end null; null where it has no number. */
export function interval(measure) {
  if (!measure) return null;
  const [low, high, value] = [measure.low, measure.high, measure.value].map(number);
  if (low !== null || high !== null) return { low, high, point: null };
  if (value === null) return null;
  const spread = Math.abs(number(measure.rounding) ?? 0);
  const about = { low: value - spread, high: value + spread, point: value };
  if (measure.approximation === "atLeast") return { ...about, low: value, high: null };
  if (measure.approximation === "atMost") return { ...about, low: null, high: value };
  if (measure.approximation === "justBelow") return { ...about, high: value };
  if (measure.approximation === "justAbove") return { ...about, low: value };
  return about;
}

/** The magnitude that suits the largest of some numbers: what to divide by, and its sign. */
export function magnitude(numbers) {
  const most = Math.max(...numbers.map(Math.abs));
  const found = MAGNITUDES.find(([least]) => most >= least);
  return found ? { by: found[2] ?? found[0], sign: found[1] } : { by: 1, sign: "" };
}

/** A number as short as five digits allow: 38.5, −0.96. */
export function short(value) {
  const text = String(Number(value.toPrecision(DIGITS)));
  return text.replace("-", "−");
}

/** A number as it is, its digits in groups of three: 37,255,000,000. */
export function grouped(text) {
  const [whole, rest] = text.split(".");
  return figures(whole) + (rest && Number(rest) ? `.${rest}` : "");
}

/** What stands before and after a number in this unit: "$" and "", "" and " times". */
export function unitOf(measure) {
  const currency = /^CCY_([A-Z]{3})$/.exec(measure.unit);
  if (currency) {
    const parts = new Intl.NumberFormat("en", { style: "currency", currency: currency[1], currencyDisplay: "narrowSymbol" }).formatToParts(0);
    const sign = parts.find((part) => part.type === "currency").value;
    return /[A-Z]$/.test(sign) ? { before: `${sign} `, after: "" } : { before: sign, after: "" };
  }
  if (measure.unit === "PERCENT") return { before: "", after: " %" };
  if (measure.unit === "NUM") return { before: "", after: "" };
  const label = measure.unit_label || measure.unit;
  return { before: "", after: label ? ` ${label}` : "" };
}

/** One number with its unit: "$38.5 bn". */
export function amount(value, unit, scale = magnitude([value])) {
  return `${value < 0 ? "−" : ""}${unit.before}${short(Math.abs(value) / scale.by)}${scale.sign}${unit.after}`;
}

/** A measure's range, or its one number: "$37–40 bn", "at least 700 m", "just below 10 times". */
export function extent(measure) {
  const { low, high, point } = interval(measure);
  const unit = unitOf(measure);
  if (point !== null) return (Object.hasOwn(NEARNESS, measure.approximation) ? NEARNESS[measure.approximation] : "") + amount(point, unit);
  if (low === null) return `at most ${amount(high, unit)}`;
  if (high === null) return `at least ${amount(low, unit)}`;
  const scale = magnitude([low, high]);
  if (low < 0 || high < 0) return `${amount(low, unit, scale)} to ${amount(high, unit, scale)}`;
  return `${unit.before}${short(low / scale.by)}–${short(high / scale.by)}${scale.sign}${unit.after}`;
}

/** A measure in words, its change and what that is measured against included; "" where it has no number. */
export function inWords(measure) {
  if (!measure) return "";
  const found = interval(measure);
  const rate = number(measure.change_rate);
  return [found ? extent(measure) : "", rate === null ? "" : change(rate, measure.change_basis)].filter(Boolean).join(", ");
}

function change(rate, basis) {
  const words = Object.hasOwn(BASES, basis) ? BASES[basis] : basis ? `(${basis})` : "(on what is not said)";
  const way = rate > 0 ? `up ${short(rate * 100)} %` : rate < 0 ? `down ${short(-rate * 100)} %` : "unchanged";
  return `${way} ${words}`;
}

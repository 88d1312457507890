// Time in stretches: what bins an axis has, and how a stretch is told. No drawing.

import { day } from "./dom.js";

const YEAR = 12;
const UNITS = [1, 3, ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((years) => years * YEAR)];
const FEWEST = 6;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Months since the year 0, of a day in ISO 8601. */
function monthOf(iso) {
  return Number(iso.slice(0, 4)) * YEAR + Number(iso.slice(5, 7)) - 1;
}

const digits = (number, length) => String(number).padStart(length, "0");

function firstDay(month) {
  return `${digits(Math.floor(month / YEAR), 4)}-${digits((month % YEAR) + 1, 2)}-01`;
}

function lastDay(month) {
  const last = new Date(Date.UTC(2000 + (Math.floor(month / YEAR) % 400), (month % YEAR) + 1, 0)).getUTCDate();
  return `${firstDay(month).slice(0, 8)}${digits(last, 2)}`;
}

/** Bins of one length, from the first day's to the last day's: the longest months, quarters or years that make at least six. */
export function binsBetween(first, last) {
  const [from, until] = [monthOf(first), monthOf(last)];
  const starts = (unit) => Math.floor(from / unit);
  const number = (unit) => Math.floor(until / unit) - starts(unit) + 1;
  const unit = UNITS.findLast((length) => number(length) >= FEWEST) ?? UNITS[0];
  const bins = Array.from({ length: number(unit) }, (_, place) => {
    const month = (starts(unit) + place) * unit;
    const stretch = { from: firstDay(month), until: lastDay(month + unit - 1) };
    return { ...stretch, value: `${stretch.from}..${stretch.until}`, label: stretchWords(stretch.from, stretch.until), first: month % YEAR < unit };
  });
  return { unit, bins };
}

/** Which bin a day is in. */
export function binOf({ unit, bins }, iso) {
  return Math.floor(monthOf(iso) / unit) - Math.floor(monthOf(bins[0].from) / unit);
}

/** Where a day is on the axis, from 0 to 1; the end of a day with `after`. */
export function along({ unit, bins }, iso, after = false) {
  const month = monthOf(iso);
  const length = Number(lastDay(month).slice(8));
  const into = (Number(iso.slice(8)) - (after ? 0 : 1)) / length;
  return (month + into - monthOf(bins[0].from)) / (unit * bins.length);
}

/** A stretch in words: 2024, Q3 2024, Jul 2024, 2020–2024, Jul – Dec 2024, Apr 2024 – Jun 2025, or its days. */
function stretchWords(from, until) {
  const [start, end] = [monthOf(from), monthOf(until)];
  if (from !== firstDay(start) || until !== lastDay(end)) return from === until ? day(from) : `${day(from)} – ${day(until)}`;
  const [year, last] = [Math.floor(start / YEAR), Math.floor(end / YEAR)];
  const whole = start % YEAR === 0 && end % YEAR === YEAR - 1;
  if (whole) return year === last ? String(year) : `${year}–${last}`;
  const month = (at) => `${MONTHS[at % YEAR]} ${Math.floor(at / YEAR)}`;
  if (start === end) return month(start);
  if (start % 3 === 0 && end === start + 2) return `Q${(start % YEAR) / 3 + 1} ${year}`;
  return `${year === last ? MONTHS[start % YEAR] : month(start)} – ${month(end)}`;
}

/** What stretches are filtered, in words that follow "Showing 12 of 86 claims": ", due Q3 2024 or on no given day". */
export function filterWords(filters) {
  const words = (value) => (value === "none" ? "on no given day" : stretchWords(...value.split("..")));
  return ["due", "said"].filter((key) => filters[key]).map((key) => `, ${key} ${filters[key].map(words).join(" or ")}`).join("");
}

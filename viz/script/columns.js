// Reads what kg/page/packing.py wrote: columns that are unpacked when they are first asked for.

import { allRead } from "./dom.js";

// What stands for a span, and for the key of another claim, within an IRI.
const SPAN = "\x00";
const CLAIM = "\x01";

function shapeOf(follows) {
  return follows.includes(SPAN) ? 1 : follows.includes(CLAIM) ? 2 : 0;
}

/** Unpack the stream in an element, with what reads its columns; those in the other one once `later()` is done. */
export async function unpack(id) {
  const bytes = await inflated(id);
  const headLength = new DataView(bytes.buffer).getUint32(0, true);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const head = JSON.parse(decoder.decode(bytes.subarray(4, 4 + headLength)));
  const textEnd = 4 + headLength + head.text;
  const parts = { first: bytes.subarray(textEnd), later: null };
  const words = decoder.decode(bytes.subarray(4 + headLength, textEnd));
  let waiting = null;
  const later = () => {
    waiting ??= allRead.then(() => inflated(`${id}-later`)).then((found) => {
      parts.later = found;
    });
    return waiting;
  };
  return { head, later, ...readers(parts, words, head.lengths) };
}

async function inflated(id) {
  const element = document.getElementById(id);
  const packed = fromBase64(element.textContent);
  element.remove();
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const raw = atob(text.trim());
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at);
  return bytes;
}

function readers(parts, words, lengths) {
  /** A column's integers. */
  function numbers(column) {
    const found = new Float64Array(column.count);
    if (column.at === undefined) return found.fill(column.all);
    const content = column.later ? parts.later : parts.first;
    let at = column.at;
    let before = 0;
    for (let row = 0; row < column.count; row += 1) {
      let byte = content[at++];
      let value = byte & 127;
      // Up to four bytes fit into what a machine shifts; longer numbers are rare.
      for (let shift = 7; byte > 127; shift += 7) {
        byte = content[at++];
        value = shift < 28 ? value | ((byte & 127) << shift) : value + (byte & 127) * 2 ** shift;
      }
      const signed = value % 2 ? -(value + 1) / 2 : value / 2;
      before = column.steps ? before + signed : signed;
      found[row] = before;
    }
    return found;
  }

  const ends = numbers(lengths);
  for (let row = 1; row < ends.length; row += 1) ends[row] += ends[row - 1];
  const strings = new Array(ends.length);

  /** A string by its number. */
  function text(number) {
    strings[number] ??= words.slice(number ? ends[number - 1] : 0, ends[number]);
    return strings[number];
  }

  /** How a value of a column is read, by its row: one function for each way a column can be. */
  const kinds = {
    nothing: (column) => () => column.else ?? null,
    bool(column) {
      const found = numbers(column.of);
      return (row) => found[row] === 1;
    },
    text(column) {
      const found = numbers(column.of);
      return (row) => text(found[row]);
    },
    number(column) {
      const found = numbers(column.of);
      const per = column.per ?? 1;
      return (row) => found[row] / per;
    },
    maybe(column, also, path) {
      const places = numbers(column.present);
      let there = 0;
      for (let row = 0; row < places.length; row += 1) places[row] = places[row] ? there++ : -1;
      const one = value(column.of, also, path);
      const otherwise = column.else ?? null;
      return (row) => (places[row] < 0 ? otherwise : one(places[row]));
    },
    list(column, also, path) {
      const stops = numbers(column.counts);
      for (let row = 1; row < stops.length; row += 1) stops[row] += stops[row - 1];
      const one = value(column.of, also, path);
      return (row) => {
        const first = row ? stops[row - 1] : 0;
        return Array.from({ length: stops[row] - first }, (_, place) => one(first + place));
      };
    },
    shared(column, also, path) {
      const which = numbers(column.which);
      const rows = table(column.of, also, path);
      return (row) => rows[which[row]];
    },
    record(column, also, path) {
      const View = view(column, also, path);
      return (row) => new View(row);
    },
  };

  function value(column, also, path) {
    return kinds[column.is](column, also, path);
  }

  /** A class whose properties are a table's fields; `also` adds getters to the records at a path ("appearances"). */
  function view(column, also, path = "") {
    class View {
      constructor(row) {
        Object.defineProperty(this, "row", { value: row });
      }
    }
    for (const [name, field] of Object.entries(column.fields)) {
      let read = null;
      const get = function () {
        read ??= value(field, also, path ? `${path}.${name}` : name);
        return read(this.row);
      };
      Object.defineProperty(View.prototype, name, { get, enumerable: true, configurable: true });
    }
    for (const [name, get] of Object.entries(also[path] ?? {})) Object.defineProperty(View.prototype, name, { get, enumerable: true, configurable: true });
    return View;
  }

  /** All records of a table. */
  function table(column, also = {}, path = "") {
    const View = view(column, also, path);
    return Array.from({ length: column.count }, (_, row) => new View(row));
  }

  /**
   * A field of every row as small numbers: `codes`, from `stops[row - 1]` to `stops[row]` (one a row where there are
   * no stops), and what a code's value is. Reading fifty thousand rows so takes no objects.
   */
  function coded(column, [name, ...path]) {
    const field = column.fields[name];
    return field ? codes(field, path, column.count) : nothing(column.count);
  }

  function nothing(count) {
    return { stops: new Float64Array(count), codes: new Float64Array(0), meaning: () => null };
  }

  function codes(field, path, count) {
    switch (field.is) {
      case "text":
        return { stops: null, codes: numbers(field.of), meaning: text };
      case "number":
        return { stops: null, codes: numbers(field.of), meaning: (code) => code };
      case "record":
        return coded(field, path);
      case "shared": {
        const values = coded(field.of, path);
        const which = numbers(field.which);
        if (!values.stops) return { ...values, codes: which.map((row) => values.codes[row]) };
        const own = [...which].map((row) => values.codes.subarray(row ? values.stops[row - 1] : 0, values.stops[row]));
        return { stops: summed(own.map((some) => some.length)), codes: Float64Array.from(own.flatMap((some) => [...some])), meaning: values.meaning };
      }
      case "list":
      case "maybe": {
        const stops = summed(numbers(field.counts ?? field.present));
        const inner = codes(field.of, path, stops.at(-1) ?? 0);
        return { ...inner, stops: inner.stops ? stops.map((stop) => (stop ? inner.stops[stop - 1] : 0)) : stops };
      }
      default:
        return nothing(count);
    }
  }

  function summed(counts) {
    for (let row = 1; row < counts.length; row += 1) counts[row] += counts[row - 1];
    return counts;
  }

  /** IRIs by their numbers, put together when they are asked for; see kg/page/statements.py. */
  function iris(columns, base) {
    const [before, rest, starts, stops, claims] = ["before", "rest", "starts", "ends", "claims"].map((name) => numbers(columns[name]));
    const names = new Array(before.length);
    const shapes = new Map();
    const places = new Int32Array(before.length);
    let [spans, named] = [0, 0];
    for (let number = 0; number < before.length; number += 1) {
      const shape = shapes.get(rest[number]) ?? shapeOf(text(rest[number]));
      shapes.set(rest[number], shape);
      if (shape === 1) places[number] = spans++;
      else if (shape === 2) places[number] = named++;
    }
    function of(number) {
      if (names[number] !== undefined) return names[number];
      const first = before[number] === 0 ? "" : before[number] === 1 ? base : of(number - before[number] + 1);
      let follows = text(rest[number]);
      const shape = shapes.get(rest[number]);
      if (shape === 1) follows = follows.replace(SPAN, `${starts[places[number]]}-${stops[places[number]]}`);
      else if (shape === 2) follows = follows.replace(CLAIM, of(claims[places[number]]).split("/").at(-1));
      names[number] = first + follows;
      return names[number];
    }
    return { of, count: before.length };
  }

  return { numbers, text, table, coded, iris };
}

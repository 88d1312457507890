// A drawing surface that writes SVG: the part of a canvas's context that cards and glyphs are drawn with, so that one code draws both.

import { svg } from "./dom.js";

const measuring = document.createElement("canvas").getContext("2d");
const LOOK = {
  fillStyle: "#000000",
  strokeStyle: "#000000",
  lineWidth: 1,
  lineCap: "butt",
  lineJoin: "miter",
  font: "10px sans-serif",
  textAlign: "start",
  textBaseline: "alphabetic",
  globalAlpha: 1,
};
const ANCHORS = { center: "middle", right: "end", end: "end" };
const CAPS = { lineCap: "stroke-linecap", lineJoin: "stroke-linejoin" };

/** What XML can't carry, left out. */
export function plain(text) {
  return String(text).toWellFormed().replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
}

function colour(style, name) {
  const found = /^(#[0-9a-f]{6})([0-9a-f]{2})$/i.exec(style);
  return found ? { [name]: found[1], [`${name}-opacity`]: round(parseInt(found[2], 16) / 255) } : { [name]: style };
}

function round(number) {
  return Math.round(number * 100) / 100;
}

/** A context that puts what is drawn into `root`, an SVG element. */
export function drawnInto(root) {
  const defs = svg("defs");
  const kept = [];
  let path = [];
  let dash = [];
  let shift = "";
  let clipped = null;
  root.append(defs);

  function put(tag, attributes, ...children) {
    const opacity = ctx.globalAlpha < 1 ? round(ctx.globalAlpha) : null;
    const drawn = svg(tag, { transform: shift || null, "clip-path": clipped, opacity, ...attributes }, ...children);
    root.append(drawn);
  }

  function inked() {
    const caps = Object.entries(CAPS).filter(([name]) => ctx[name] !== LOOK[name]).map(([name, attribute]) => [attribute, ctx[name]]);
    return {
      ...colour(ctx.strokeStyle, "stroke"),
      "stroke-width": round(ctx.lineWidth),
      "stroke-dasharray": dash.length ? dash.map(round).join(" ") : null,
      ...Object.fromEntries(caps),
    };
  }

  const outline = (given) => given?.d ?? path.join("");

  function written(text, x, y, ink) {
    const [, weight, size, family] = /^(?:(\S+) )?([\d.]+)px (.+)$/.exec(ctx.font) ?? [null, "", "10", "sans-serif"];
    const at = { x: round(x), y: round(y + lowered()), "text-anchor": ANCHORS[ctx.textAlign] ?? null };
    put("text", { ...at, "font-family": family, "font-size": round(Number(size)), "font-weight": weight || null, ...ink }, plain(text));
  }

  /** How far below the given height the letters' own line lies; programs that read SVG disagree on any other line. */
  function lowered() {
    if (ctx.textBaseline === "alphabetic") return 0;
    measuring.font = ctx.font;
    const heights = ["alphabetic", ctx.textBaseline].map((baseline) => {
      measuring.textBaseline = baseline;
      return measuring.measureText("x").actualBoundingBoxAscent;
    });
    return heights[0] - heights[1];
  }

  const ctx = {
    ...LOOK,
    save: () => kept.push({ look: Object.fromEntries(Object.keys(LOOK).map((name) => [name, ctx[name]])), dash, shift, clipped }),
    restore: () => {
      const before = kept.pop();
      if (!before) return;
      Object.assign(ctx, before.look);
      ({ dash, shift, clipped } = before);
    },
    translate: (x, y) => {
      shift += `translate(${round(x)} ${round(y)})`;
    },
    scale: (x, y) => {
      shift += `scale(${round(x * 100) / 100} ${round(y * 100) / 100})`;
    },
    setLineDash: (lengths) => {
      dash = [...lengths];
    },
    beginPath: () => {
      path = [];
    },
    moveTo: (x, y) => path.push(`M${round(x)} ${round(y)}`),
    lineTo: (x, y) => path.push(`L${round(x)} ${round(y)}`),
    quadraticCurveTo: (...points) => path.push(`Q${points.map(round).join(" ")}`),
    bezierCurveTo: (...points) => path.push(`C${points.map(round).join(" ")}`),
    closePath: () => path.push("Z"),
    rect: (x, y, width, height) => path.push(`M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`),
    roundRect: (x, y, width, height, radius) => {
      const r = Math.min(Number([radius].flat()[0]), Math.abs(width) / 2, Math.abs(height) / 2);
      const corner = (dx, dy) => `a${round(r)} ${round(r)} 0 0 1 ${round(dx)} ${round(dy)}`;
      const [across, down] = [round(width - 2 * r), round(height - 2 * r)];
      path.push(`M${round(x + r)} ${round(y)}h${across}${corner(r, r)}v${down}${corner(-r, r)}h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}Z`);
    },
    arc: (x, y, radius, start, end) => {
      const at = (angle) => `${round(x + radius * Math.cos(angle))} ${round(y + radius * Math.sin(angle))}`;
      const r = round(radius);
      if (Math.abs(end - start) >= 2 * Math.PI - 1e-6) path.push(`M${at(0)}A${r} ${r} 0 1 1 ${at(Math.PI)}A${r} ${r} 0 1 1 ${at(0)}Z`);
      else path.push(`${path.length ? "L" : "M"}${at(start)}A${r} ${r} 0 ${Math.abs(end - start) > Math.PI ? 1 : 0} 1 ${at(end)}`);
    },
    fill: (given) => put("path", { d: outline(given), ...colour(ctx.fillStyle, "fill") }),
    stroke: (given) => put("path", { d: outline(given), fill: "none", ...inked() }),
    fillRect: (x, y, width, height) => put("rect", { x: round(x), y: round(y), width: round(width), height: round(height), ...colour(ctx.fillStyle, "fill") }),
    clip: () => {
      const id = `clip-${defs.childElementCount}`;
      defs.append(svg("clipPath", { id }, svg("path", { d: outline(), transform: shift || null })));
      clipped = `url(#${id})`;
    },
    fillText: (text, x, y) => written(text, x, y, colour(ctx.fillStyle, "fill")),
    strokeText: (text, x, y) => written(text, x, y, { fill: "none", ...inked() }),
    measureText: (text) => {
      measuring.font = ctx.font;
      measuring.textBaseline = "alphabetic";
      return measuring.measureText(text);
    },
  };
  return ctx;
}

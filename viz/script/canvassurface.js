// A surface for very many spots: a canvas of our own, with the gestures of the other one. It keeps a picture of what is
// in sight and around it, made when there is time, and moves it with the hand; only what comes into sight is drawn anew.

const MARGIN = 0.35;
const DRAG = 4;
const WHEEL = 0.0016;
const DURATION = 260;

/**
 * Show a scene in an element. `paint(ctx, view)` draws the part of the scene within `view` (left, top, right, bottom
 * and scale); `hear` has click(point, event), doubleClick(point), moved(), drawn() and clamped(scale).
 */
export function canvasSurface(holder, paint, hear) {
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d");
  const still = document.createElement("canvas");
  const stillCtx = still.getContext("2d");
  holder.replaceChildren(canvas);
  const view = { x: 0, y: 0, scale: 1 };
  let kept = null;
  let asked = 0;
  let idle = 0;
  let moving = null;
  const pointers = new Map();
  let pressed = null;
  let pinch = null;

  const ratio = () => Math.min(2, devicePixelRatio || 1);
  const size = () => ({ width: holder.clientWidth, height: holder.clientHeight });

  function resized() {
    const { width, height } = size();
    canvas.width = Math.max(1, Math.round(width * ratio()));
    canvas.height = Math.max(1, Math.round(height * ratio()));
    still.width = Math.round(canvas.width * (1 + 2 * MARGIN));
    still.height = Math.round(canvas.height * (1 + 2 * MARGIN));
    redraw();
  }

  function redraw() {
    kept = null;
    ask();
  }

  function ask() {
    if (!asked) asked = requestAnimationFrame(draw);
  }

  function draw() {
    asked = 0;
    const { width, height } = size();
    if (!width || !height) return;
    const dots = ratio();
    const [across, down] = [width / view.scale, height / view.scale];
    const covers =
      kept && kept.scale === view.scale && Math.abs(view.x - kept.x) <= across * MARGIN && Math.abs(view.y - kept.y) <= down * MARGIN;
    if (!covers && !pressed?.dragged) {
      kept = null;
      paintOn(ctx);
      later(keep);
      hear.drawn();
      return;
    }
    if (!covers) keep();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    const left = Math.round((canvas.width - still.width) / 2 - (view.x - kept.x) * view.scale * dots);
    const top = Math.round((canvas.height - still.height) / 2 - (view.y - kept.y) * view.scale * dots);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    ctx.drawImage(still, left, top);
    hear.drawn();
  }

  /** Make the picture that the hand moves. */
  function keep() {
    kept = { ...view };
    paintOn(stillCtx);
  }

  /** Paint what is in sight, in the middle of a canvas, and as much around it as that has room for. */
  function paintOn(context) {
    const { width, height } = context.canvas;
    const zoom = ratio() * view.scale;
    const [wide, high] = [width / zoom / 2, height / zoom / 2];
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(zoom, 0, 0, zoom, width / 2 - view.x * zoom, height / 2 - view.y * zoom);
    paint(context, { left: view.x - wide, top: view.y - high, right: view.x + wide, bottom: view.y + high, scale: view.scale });
  }

  /** Do something once nothing else is to be done; asked again, the last counts. */
  function later(work) {
    const [ask_, cancel] = globalThis.requestIdleCallback ? [requestIdleCallback, cancelIdleCallback] : [setTimeout, clearTimeout];
    cancel(idle);
    idle = ask_(work);
  }

  const toMap = ({ x, y }) => ({ x: view.x + (x - holder.clientWidth / 2) / view.scale, y: view.y + (y - holder.clientHeight / 2) / view.scale });
  const toScreen = ({ x, y }) => ({ x: holder.clientWidth / 2 + (x - view.x) * view.scale, y: holder.clientHeight / 2 + (y - view.y) * view.scale });
  const place = (event) => {
    const bounds = holder.getBoundingClientRect();
    return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
  };

  /** Zoom, keeping what is under a point of the screen where it is. */
  function zoomAt(point, scale) {
    const before = toMap(point);
    view.scale = scale;
    const after = toMap(point);
    view.x += before.x - after.x;
    view.y += before.y - after.y;
    hear.moved();
    ask();
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, place(event));
    stop();
    pressed = pointers.size === 1 ? { ...place(event), dragged: false } : null;
    pinch = null;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = place(event);
    pointers.set(event.pointerId, now);
    if (pointers.size === 2) return pinched();
    if (pressed && !pressed.dragged && Math.hypot(now.x - pressed.x, now.y - pressed.y) < DRAG) return;
    if (pressed) pressed.dragged = true;
    view.x -= (now.x - before.x) / view.scale;
    view.y -= (now.y - before.y) / view.scale;
    ask();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, (event) => {
      if (!pointers.delete(event.pointerId)) return;
      pinch = null;
      if (pressed && !pressed.dragged && name === "pointerup") hear.click(toMap(place(event)), event);
      else hear.moved();
      pressed = null;
    });
  }
  canvas.addEventListener("dblclick", (event) => hear.doubleClick(toMap(place(event))));
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      stop();
      zoomAt(place(event), hear.clamped(view.scale * Math.exp(-event.deltaY * WHEEL)));
    },
    { passive: false },
  );

  function pinched() {
    const [one, two] = [...pointers.values()];
    const apart = Math.hypot(one.x - two.x, one.y - two.y) || 1;
    if (pinch) zoomAt({ x: (one.x + two.x) / 2, y: (one.y + two.y) / 2 }, hear.clamped((pinch.scale * apart) / pinch.apart));
    else pinch = { apart, scale: view.scale };
  }

  function stop() {
    if (moving) cancelAnimationFrame(moving);
    moving = null;
  }

  function move(position, scale, atOnce) {
    stop();
    if (atOnce) {
      Object.assign(view, position, { scale });
      ask();
      return;
    }
    const from = { ...view };
    const began = performance.now();
    const step = (now) => {
      const share = Math.min(1, (now - began) / DURATION);
      const eased = share < 0.5 ? 2 * share * share : 1 - (2 - 2 * share) ** 2 / 2;
      for (const name of ["x", "y"]) view[name] = from[name] + (position[name] - from[name]) * eased;
      view.scale = from.scale * (scale / from.scale) ** eased;
      ask();
      moving = share < 1 ? requestAnimationFrame(step) : null;
    };
    moving = requestAnimationFrame(step);
  }

  resized();
  return {
    scale: () => view.scale,
    centre: () => ({ x: view.x, y: view.y }),
    move,
    toScreen,
    toMap,
    redraw,
    setLines: redraw,
    resized,
    canvas: () => canvas,
    destroy() {
      stop();
      if (asked) cancelAnimationFrame(asked);
      asked = 1;
      later(() => {});
      canvas.remove();
    },
  };
}

// Drawing around people: with shift held, or after the button was pressed (which also works with a finger).
export function lasso({ area, rope, isOn, colours, done }) {
  let points = null;
  const context = rope.getContext("2d");
  const place = (event) => {
    const box = area.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const draw = () => {
    const ratio = window.devicePixelRatio || 1;
    rope.width = area.clientWidth * ratio;
    rope.height = area.clientHeight * ratio;
    if (!points) return;
    context.scale(ratio, ratio);
    context.beginPath();
    points.forEach(([x, y], at) => (at ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.globalAlpha = 0.15;
    context.fillStyle = colours().accent;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 2;
    context.setLineDash([6, 4]);
    context.strokeStyle = colours().accent;
    context.stroke();
  };
  const end = (keep) => {
    const drawn = points;
    points = null;
    draw();
    if (keep && drawn && drawn.length > 2) done(drawn);
  };
  area.addEventListener("pointerdown", (event) => {
    if (!(event.shiftKey || isOn()) || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    area.setPointerCapture(event.pointerId);
    points = [place(event)];
  }, true);
  // Sigma listens to the mouse as well: while a rope is drawn it hears nothing.
  for (const name of ["mousedown", "touchstart", "mousemove", "touchmove"]) {
    area.addEventListener(name, (event) => {
      if (points || (name === "mousedown" && event.shiftKey) || (isOn() && name !== "mousemove")) {
        event.stopPropagation();
        if (event.cancelable) event.preventDefault();
      }
    }, { capture: true, passive: false });
  }
  area.addEventListener("pointermove", (event) => {
    if (!points) return;
    const [x, y] = place(event);
    const [lastX, lastY] = points[points.length - 1];
    if (Math.hypot(x - lastX, y - lastY) > 4) points.push([x, y]);
    draw();
  }, true);
  area.addEventListener("pointerup", () => points && end(true), true);
  area.addEventListener("pointercancel", () => points && end(false), true);
  document.addEventListener("keydown", (event) => event.key === "Escape" && points && end(false));
}

export function isInside([x, y], polygon) {
  let inside = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const [ax, ay] = polygon[at];
    const [bx, by] = polygon[before];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

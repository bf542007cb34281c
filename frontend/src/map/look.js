// How the map looks: colours from the one visual language, sizes from figures, and what is drawn beside a person.
const root = document.documentElement;

export function readColours() {
  const style = getComputedStyle(root);
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    groups: Array.from({ length: 10 }, (_, at) => value(`--c${at}`)),
    tie: value("--tie"), ink: value("--ink"), soft: value("--soft"), paper: value("--paper"), line: value("--line"),
    accent: value("--accent"), font: value("--font"),
  };
}

// Mixes two #rrggbb colours; sigma knows no transparency between nodes that lie on each other.
export function mixed(one, other, share) {
  const parts = [one, other].map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  const sum = parts[0].map((value, at) => Math.round(value * (1 - share) + parts[1][at] * share));
  return `#${sum.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

// The area of a person stands for the figure.
export function sizes(figures, count) {
  const top = Math.max(...figures.map((one) => one ?? 0), 1e-9);
  const [least, most] = count > 1500 ? [2, 13] : count > 300 ? [3, 16] : [4, 20];
  return figures.map((one) => least + (most - least) * Math.sqrt(Math.max(one ?? 0, 0) / top));
}

export function drawHover(colours) {
  return (context, data, settings) => {
    context.beginPath();
    context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
    context.lineWidth = 3;
    context.strokeStyle = colours.ink;
    context.stroke();
    drawLabel(colours)(context, data, settings);
  };
}

export function drawLabel(colours) {
  return (context, data, settings) => {
    if (!data.label) return;
    const size = settings.labelSize;
    context.font = `600 ${size}px ${colours.font}`;
    const [x, y] = [data.x + data.size + 4, data.y + size / 3];
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = colours.paper;
    context.strokeText(data.label, x, y);
    context.fillStyle = colours.ink;
    context.fillText(data.label, x, y);
  };
}

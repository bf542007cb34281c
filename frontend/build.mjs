// Bundles the sources of frontend/src once into the package: `npm ci && npm run build`.
// The result is committed, so that nobody needs Node to install or run Luminary.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/luminary/web/static/dist");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

await build({
  entryPoints: ["app.js", "map.js", "layout.js", "app.css"].map((name) => join(here, "src", name)),
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  legalComments: "none",
});

// One sprite of the icons that templates name.
const icons = readFileSync(join(here, "src/icons.txt"), "utf8").split(/\s+/).filter(Boolean);
const symbols = icons.map((name) => {
  const svg = readFileSync(join(here, `node_modules/lucide-static/icons/${name}.svg`), "utf8");
  const inner = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/<svg[\s\S]*?>|<\/svg>/g, "").replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
});
writeFileSync(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
copyFileSync(join(here, "src/favicon.svg"), join(out, "favicon.svg"));

// The licences of everything that was bundled.
const parts = ["htmx.org", "sigma", "graphology", "graphology-layout-forceatlas2", "graphology-utils", "uplot", "events",
  "@fontsource-variable/inter", "lucide-static"];
const licences = parts.map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const text = ["LICENSE", "LICENSE.txt", "LICENSE.md"].map((file) => {
    try { return readFileSync(join(folder, file), "utf8"); } catch { return ""; }
  }).find(Boolean) ?? "";
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
});
writeFileSync(join(out, "LICENCES.txt"), licences.join("\n----------------------------------------\n\n"));

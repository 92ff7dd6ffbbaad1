/** A picture of four bytes a pixel, as browsers and decoders hand it about. */
export interface Picture {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

const pixelsPerUnit = 6;
const viewBox = /viewBox="0 0 ([\d.]+) ([\d.]+)"/;
/** The path of the dark modules, the only one that says how its edges are to be. */
const darkPath = /shape-rendering="crispEdges" d="([^"]*)"/;
const rectangle = /M(\d+) (\d+)h(\d+)v1H\d+z/g;

/**
 * Paints what `svgImage` drew, from nothing but its text. Not with sharp: the process forbids it to
 * read SVG, which people could upload as a picture.
 */
export function rasteriseSvg(svg: string): Picture {
  const [, width = 0, height = 0] = (viewBox.exec(svg) ?? []).map(Number);
  const picture = whitePicture(width * pixelsPerUnit, Math.ceil(height * pixelsPerUnit));
  const path = darkPath.exec(svg)?.[1] ?? '';
  for (const [, x, y, units] of path.matchAll(rectangle)) {
    darken(picture, Number(x), Number(y), Number(units));
  }
  return picture;
}

function whitePicture(width: number, height: number): Picture {
  return { data: new Uint8ClampedArray(width * height * 4).fill(255), width, height };
}

/** A row of dark modules. */
function darken({ data, width }: Picture, x: number, y: number, units: number): void {
  for (let row = 0; row < pixelsPerUnit; row++) {
    const first = (y * pixelsPerUnit + row) * width + x * pixelsPerUnit;
    for (let pixel = first; pixel < first + units * pixelsPerUnit; pixel++) {
      data.fill(0, pixel * 4, pixel * 4 + 3);
    }
  }
}

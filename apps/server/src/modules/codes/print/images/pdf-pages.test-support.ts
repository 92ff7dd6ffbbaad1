import { createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const pointsPerMm = 72 / 25.4;
/** Some five pixels a module of 0.33 mm. */
const scale = 5;

/** The pages of a PDF as Mozilla's reader draws them. */
export async function pdfPages(bytes: Buffer) {
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const document = await loading.promise;
  const pages = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const viewport = page.getViewport({ scale });
    const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
    const canvasContext = canvas.getContext('2d');
    await page.render({ canvas: null, canvasContext, viewport }).promise;
    const { items } = await page.getTextContent();
    pages.push({
      widthMm: Math.round(viewport.width / scale / pointsPerMm),
      heightMm: Math.round(viewport.height / scale / pointsPerMm),
      png: canvas.toBuffer('image/png'),
      text: items
        .flatMap((item) => ('str' in item ? [item.str.trim()] : []))
        .filter(Boolean)
        .join(' '),
    });
  }
  await loading.destroy();
  return pages;
}

/** Longest side (px) of a photo on its way: a label can be read, and it is sent before one loses patience. */
const sidePx = 2000;
/** Smaller ones of a common form are sent as they are. */
const smallBytes = 1_000_000;
const jpegQuality = 0.85;
const commonTypes = ['image/jpeg', 'image/png', 'image/webp'];

/**
 * A photo as small as it need be. What this browser cannot open or draw is sent as it is: the server
 * may know better, and says so when it does not.
 */
export async function shrinkPhoto(file: File): Promise<Blob> {
  try {
    // The option keeps upright what was held upright. A browser that does not know it throws, and a
    // photo drawn without it would lie on its side for ever.
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    try {
      if (!needsShrinking(file, picture)) return file;
      const drawn = await draw(picture, fitInto(picture, sidePx));
      return drawn && isBetter(drawn, file) ? drawn : file;
    } finally {
      picture.close();
    }
  } catch {
    return file;
  }
}

interface Size {
  width: number;
  height: number;
}

/** Whether anything is won by drawing a photo anew. */
export function needsShrinking(file: Pick<Blob, 'type' | 'size'>, { width, height }: Size) {
  return (
    !commonTypes.includes(file.type) || file.size > smallBytes || Math.max(width, height) > sidePx
  );
}

/** The same proportions within a square, never enlarged, no side thinner than a pixel. */
export function fitInto({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

async function draw(picture: ImageBitmap, { width, height }: Size): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return null;
  // A JPEG knows no transparency; black would hide dark print.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', jpegQuality));
}

/** A form the server may not read is worth replacing even by something larger. */
function isBetter(drawn: Blob, file: File): boolean {
  return drawn.size > 0 && (drawn.size < file.size || !commonTypes.includes(file.type));
}

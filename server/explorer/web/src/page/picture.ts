import type { Picture } from '../see/props';

/** Saves a picture as a file: the SVG as it is, or a PNG twice as fine as the screen. */
export async function downloadPicture(picture: Picture, name: string, format: 'svg' | 'png'): Promise<void> {
  const svg = new Blob([picture.svg], { type: 'image/svg+xml' });
  save(format === 'svg' ? svg : await png(picture, svg), `${name}.${format}`);
}

async function png(picture: Picture, svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = picture.width * 2;
    canvas.height = picture.height * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), 'image/png'));
  } finally {
    URL.revokeObjectURL(url);
  }
}

function save(blob: Blob, name: string) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it once it is asked for again.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

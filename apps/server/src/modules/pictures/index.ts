/**
 * Pictures people upload, made anew in a few sizes.
 * Owns the tables `picture` and `picture_variant`.
 * Invariant: no byte of an upload is ever sent out; what is stored was drawn by us and carries no
 * metadata. A picture never changes.
 */
export { registerPictureRoutes } from './routes.ts';
export { readUpload } from './read-upload.ts';
export { redrawPhoto } from './redraw-picture.ts';
export { requirePictures } from './require-pictures.ts';
export { storePicture } from './store-picture.ts';

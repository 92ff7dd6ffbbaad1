/** The upload is not there, or not all of it. */
export class UploadLostError extends Error {
  override name = 'UploadLostError';
}

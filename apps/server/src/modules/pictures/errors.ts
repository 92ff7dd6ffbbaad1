import { Refusal } from '../../platform/errors.ts';

export const pictureUnreadable = (message: string) =>
  new Refusal('picture_unreadable', 400, message);

export const pictureNotFound = () => new Refusal('picture_not_found', 404, '没有这张图片');

import { Refusal } from '../../platform/errors.ts';

const bad = (message: string) => new Refusal('bad_request', 400, message);

export const brandNameEmpty = () => bad('请填写品牌名称');
export const pointsNameEmpty = () => bad('请填写积分的中英文名称');
export const channelIncomplete = (channel: string, missing: string[]) =>
  bad(`${channel}已启用，还缺：${missing.join('、')}`);
export const templateParameterInvalid = () => bad('模板变量名只能是字母、数字和下划线，例如 code');
export const appIdInvalid = () => bad('AppID 应以 wx 开头，共 18 位小写字母和数字');
export const originalIdInvalid = () => bad('原始 ID 应以 gh_ 开头，例如 gh_0123456789ab');
export const tokenInvalid = () => bad('Token 应为 3 到 32 位字母或数字，与公众平台上填写的一致');
export const encodingAesKeyInvalid = () =>
  bad('EncodingAESKey 应为 43 位字母或数字，请从公众平台完整复制');
export const verifyFileTwice = () => bad('有两个同名的校验文件，请删去一个');
export const noticeTemplateEmpty = () => bad('请填写每个消息模板的模板 ID 和名称');
export const templateFieldTwice = (title: string) =>
  bad(`模板「${title}」里有两个同名的字段，每个字段只能填一次`);
export const templateIdTwice = (title: string) =>
  bad(`模板「${title}」的模板 ID 已经用过，同一渠道里每个模板只能有一条`);
export const noticeKindTwice = (one: string, other: string) =>
  bad(`模板「${one}」和「${other}」发送同一种通知，同一渠道里一种通知只能用一个模板`);

export const limitAbove = (smaller: string, larger: string) =>
  bad(`「${smaller}」不能大于「${larger}」`);
export const templateEmpty = () => bad('请填写每个回复模板的标题和内容');
export const templateTitleTwice = (title: string) => bad(`有两个回复模板都叫「${title}」`);

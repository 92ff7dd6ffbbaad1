import { Refusal } from '../../../platform/errors.ts';
export const memberExists = (memberId) => new Refusal('mobile_taken', 409, '这个手机号已经是会员了', { details: { memberId } });
export const fieldEmpty = (field, label) => new Refusal('bad_request', 400, `请填写${label}`, { details: { field } });
export const pointsZero = () => new Refusal('bad_request', 400, '调整的积分不能是 0', { details: { field: 'points' } });
export const pointsShort = (balance) => new Refusal('points_short', 409, `该会员只有 ${balance} 积分，不够扣减`, {
    details: { balance },
});
export const importNotFound = () => new Refusal('import_not_found', 404, '没有这次导入');
export const importStateConflict = (message, state) => new Refusal('import_state_conflict', 409, message, { details: { state } });
export const importFileUnreadable = (message, status = 400) => new Refusal('import_file_unreadable', status, message);
export const tooManyImports = (max) => new Refusal('busy', 503, `最多同时处理 ${max} 个会员文件，请等前面的完成或取消后再上传`, {
    retryAfterSeconds: 60,
});

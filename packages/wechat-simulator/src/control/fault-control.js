import { nextNumber } from '../context.ts';
import { resetQuotas } from '../platform/quotas.ts';
export function createFaultControl(context) {
    return {
        planFault: (fault) => plan(context, context.faults, fault),
        faults: () => context.faults,
        clearFaults: (id) => clear(context.faults, id),
        planPushFault: (fault) => plan(context, context.pushFaults, fault),
        pushFaults: () => context.pushFaults,
        clearPushFaults: (id) => clear(context.pushFaults, id),
        resetQuotas: () => resetQuotas(context),
    };
}
function plan(context, list, fault) {
    const planned = { ...fault, id: nextNumber(context), hits: 0 };
    list.push(planned);
    return planned;
}
/** In place: the list is looked at by reference. */
function clear(list, id) {
    const kept = id === undefined ? [] : list.filter((fault) => fault.id !== id);
    list.splice(0, list.length, ...kept);
}

import type { Context } from '../context.ts';
import { nextNumber } from '../context.ts';
import type { Fault, PlannedFault } from '../platform/faults.ts';
import { resetQuotas } from '../platform/quotas.ts';
import type { PlannedPushFault, PushFault } from '../push/push-faults.ts';

/** Misfortunes of both directions. */
export interface FaultControl {
  /** Spoils the next calls of a path of the API host, or of all (`*`). */
  planFault(fault: Fault): PlannedFault;
  /** What still waits for its calls. */
  faults(): readonly PlannedFault[];
  /** Without an id: all of them. */
  clearFaults(id?: number): void;
  /** Spoils the next pushes. */
  planPushFault(fault: PushFault): PlannedPushFault;
  pushFaults(): readonly PlannedPushFault[];
  clearPushFaults(id?: number): void;
  /** Nothing was called today. */
  resetQuotas(): void;
}

export function createFaultControl(context: Context): FaultControl {
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

type Planned<F> = F & { id: number; hits: number };

function plan<F extends object>(context: Context, list: Planned<F>[], fault: F): Planned<F> {
  const planned = { ...fault, id: nextNumber(context), hits: 0 };
  list.push(planned);
  return planned;
}

/** In place: the list is looked at by reference. */
function clear(list: { id: number }[], id: number | undefined): void {
  const kept = id === undefined ? [] : list.filter((fault) => fault.id !== id);
  list.splice(0, list.length, ...kept);
}

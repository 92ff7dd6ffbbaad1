/** Takes the fault planned for this call, if any, and counts it down. One of the path comes first. */
export function takeFault(faults, path) {
    const fault = faults.find((planned) => planned.path === path) ??
        faults.find((planned) => planned.path === '*');
    if (!fault)
        return null;
    countDown(faults, fault);
    return fault;
}
/** Counts a fault down, and takes it off the list after its last time. */
export function countDown(faults, fault) {
    fault.hits += 1;
    if (fault.times === 'always')
        return;
    const left = (fault.times ?? 1) - 1;
    if (left <= 0)
        faults.splice(faults.indexOf(fault), 1);
    else
        fault.times = left;
}

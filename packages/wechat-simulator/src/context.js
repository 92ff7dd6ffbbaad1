/** The next number as text, for ids of messages, SMS and pushes. */
export function nextNumber(context) {
    context.state.lastNumber += 1;
    return context.state.lastNumber;
}
/** Time of the simulated platform in milliseconds. */
export function nowMs(context) {
    return context.options.now().getTime();
}
/** Lets something go on by itself; `control.whenQuiet()` waits for it. It must not reject. */
export function goOn(context, work) {
    context.background.add(work);
    void work.finally(() => context.background.delete(work));
}

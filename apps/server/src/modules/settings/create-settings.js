import { readStoredSettings } from './setting-store.ts';
const freshMs = 1_000;
/** Made once by app.ts. However many ask at once, one query answers them. */
export function createSettings({ db, masterKey }) {
    // Age of the copy, not business time: a clock moved by hand must not keep it for ever.
    let reading;
    function read(reader) {
        if (reading && performance.now() - reading.startedAt < freshMs)
            return reading.answer;
        const current = { answer: readStoredSettings(reader, masterKey), startedAt: performance.now() };
        reading = current;
        current.answer.catch(() => {
            if (reading === current)
                reading = undefined;
        });
        return current.answer;
    }
    return {
        read: (reader = db) => read(reader),
        forget: () => {
            reading = undefined;
        },
    };
}

import { expect, test } from 'vitest';
import { batchLookups } from './batch-lookups.ts';
/** A loader that is let go by hand, and remembers what it was asked. */
function makeLoader() {
    const asked = [];
    const gates = [];
    const load = async (keys) => {
        asked.push(keys);
        const gate = Promise.withResolvers();
        gates.push(gate);
        await gate.promise;
        return new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, `found ${key}`]));
    };
    return { asked, gates, load };
}
const breath = () => new Promise((resolve) => setImmediate(resolve));
test('B2: a lone key is loaded at once; keys that arrive meanwhile share the next load', async () => {
    const { asked, gates, load } = makeLoader();
    const lookUp = batchLookups({ batchMax: 10, load });
    const first = lookUp('a');
    await breath();
    expect(asked).toEqual([['a']]);
    const rest = Promise.all([lookUp('b'), lookUp('nobody'), lookUp('b')]);
    gates[0]?.resolve();
    expect(await first).toBe('found a');
    await breath();
    expect(asked).toEqual([['a'], ['b', 'nobody']]);
    gates[1]?.resolve();
    expect(await rest).toEqual(['found b', undefined, 'found b']);
});
test('B2: a load never holds more keys than allowed, and all are answered', async () => {
    const asked = [];
    const lookUp = batchLookups({
        batchMax: 3,
        load: async (keys) => {
            asked.push(keys.length);
            return new Map(keys.map((key) => [key, key]));
        },
    });
    const keys = Array.from({ length: 10 }, (_, index) => String(index));
    expect(await Promise.all(keys.map(lookUp))).toEqual(keys);
    expect(asked).toEqual([3, 3, 3, 1]);
});
test('B2: a failed load fails its own keys only', async () => {
    let loads = 0;
    const lookUp = batchLookups({
        batchMax: 10,
        load: async (keys) => {
            loads += 1;
            if (loads === 1)
                throw new Error('connection lost');
            return new Map(keys.map((key) => [key, key]));
        },
    });
    const first = expect(lookUp('a')).rejects.toThrow('connection lost');
    await breath();
    const second = lookUp('b');
    await first;
    expect(await second).toBe('b');
    expect(await lookUp('a')).toBe('a');
});

export function createLiveEvents() {
    const listeners = new Set();
    return {
        emit(event) {
            for (const listener of listeners)
                listener(event);
        },
        subscribe(listener) {
            listeners.add(listener);
            return () => void listeners.delete(listener);
        },
    };
}

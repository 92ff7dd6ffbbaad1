/**
 * The files by which the platform sees that a domain is ours: at the root, as their bare text. They
 * are read from the settings, not from an account: a domain may be registered before the rest is
 * filled in. A file nobody set is a 404 like any other.
 */
export function registerVerifyFilesRoute(app, dependencies) {
    app.get('/:file(^MP_verify_[A-Za-z0-9]{1,64}\\.txt$)', async (request, reply) => {
        const { file } = request.params;
        const found = (await dependencies.readVerifyFiles()).find(({ name }) => name === file);
        if (!found)
            return reply.callNotFound();
        return reply.type('text/plain; charset=utf-8').send(found.content);
    });
}

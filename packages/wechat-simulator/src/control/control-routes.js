import { registerFaultRoutes } from './fault-routes.ts';
import { registerMessageRoutes } from './message-routes.ts';
import { registerPushRoutes } from './push-routes.ts';
import { listOf, object, text } from './schemas.ts';
const bottle = object({ label: text(100), text: text(2000), note: text(200) }, ['label', 'text']);
const userChange = object({
    ...{ following: { type: 'boolean' }, snapshot: { type: 'boolean' } },
    deliveryReport: { enum: ['success', 'failed:user block', 'failed: system failed'] },
    refusedTemplates: listOf(text(200)),
    consents: { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
}, []);
/** `/simulator/*`: what is no part of WeChat. SMS and shelf serve the demo, the rest serves tests. */
export async function registerControlRoutes(app, control) {
    // A test's mistake in a name is the caller's, not the simulator's.
    await app.register(async (routes) => {
        routes.setErrorHandler((error, _request, reply) => {
            const status = error instanceof RangeError ? 400 : (error.statusCode ?? 500);
            return reply.code(status).send({ message: error.message });
        });
        routes.get('/simulator/status', () => ({ status: 'ok', menu: control.menu() !== null }));
        registerSmsAndShelf(routes, control);
        registerUsers(routes, control);
        registerPushRoutes(routes, control);
        registerFaultRoutes(routes, control);
        registerMessageRoutes(routes, control);
    });
}
function registerSmsAndShelf(app, control) {
    const sms = object({
        mobile: { ...text(20), minLength: 1 },
        text: { ...text(1000), minLength: 1 },
    });
    app.post('/simulator/sms', { schema: { body: sms } }, (request, reply) => {
        control.sendSms(request.body.mobile, request.body.text);
        return reply.code(204).send();
    });
    app.get('/simulator/sms', () => ({ sms: control.smsOutbox() }));
    const shelf = object({ bottles: listOf(bottle) });
    app.post('/simulator/shelf', { schema: { body: shelf } }, (request, reply) => {
        control.setShelf(request.body.bottles);
        return reply.code(204).send();
    });
}
function registerUsers(app, control) {
    app.get('/simulator/users', () => ({ users: control.users() }));
    app.post('/simulator/users', { schema: { body: object({ name: text(20) }, []) } }, (request, reply) => reply.code(201).send(control.addUser(request.body.name)));
    app.patch('/simulator/users/:id', { schema: { body: userChange } }, (request) => control.changeUser(request.params.id, request.body));
}

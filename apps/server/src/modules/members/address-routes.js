import { addAddress, changeAddress, deleteAddress, listAddresses } from './address-book.ts';
import { readAddressFields } from './address-fields.ts';
/** The address book of the member centre. */
export function registerAddressRoutes(route, tools) {
    const { db, clock, masterKey, mobiles } = tools;
    route('GET /api/me/addresses', async ({ caller }) => ({
        addresses: await listAddresses(db, masterKey, caller.memberId),
    }));
    route('POST /api/me/addresses', async ({ body, caller }) => {
        const { isDefault, ...fields } = body;
        const address = readAddressFields(fields, mobiles);
        const { memberId } = caller;
        return await db
            .transaction()
            .execute((tx) => addAddress(tx, { masterKey, now: clock.now() }, { memberId, address, isDefault }));
    });
    route('PUT /api/me/addresses/:addressId', async ({ params, body, caller }) => {
        const { isDefault, ...fields } = body;
        const address = readAddressFields(fields, mobiles);
        const input = { memberId: caller.memberId, ...params, address, isDefault };
        return await db
            .transaction()
            .execute((tx) => changeAddress(tx, { masterKey, now: clock.now() }, input));
    });
    route('DELETE /api/me/addresses/:addressId', async ({ params, caller }) => {
        const input = { memberId: caller.memberId, ...params };
        await db.transaction().execute((tx) => deleteAddress(tx, input));
        return {};
    });
}

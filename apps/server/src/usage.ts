/** What `node apps/server/src/main.ts --help` prints; docs/operations.md explains each setting. */
export const usage = `码上积分 Mashang server

Usage: node apps/server/src/main.ts [--help]

Settings come from the environment:
  PORT, HOST            where to listen (8080, 127.0.0.1)
  PUBLIC_URL            how phones reach the server; printed on every bottle
  DATABASE_URL          PostgreSQL 15 or newer; without it the embedded one is started
  DATA_DIR              embedded database, master key, uploads (./data)
  MASTER_KEY            base64 of 32 bytes; without it data/master.key is used
  BRAND_NAME            name of the brand on pages
  TRUSTED_PROXIES       addresses whose X-Forwarded-For is believed, comma-separated
  WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_TOKEN, WECHAT_ENCODING_AES_KEY, WECHAT_ORIGINAL_ID
                        the Official Account; all or none
  WECHAT_ENCODING_AES_KEY_PREVIOUS, WECHAT_MESSAGE_MODE
                        of that account: the key before, and safe, compatible or plain
  WECHAT_ACCOUNT_NAME, WECHAT_API_URL, WECHAT_OAUTH_URL, WECHAT_JSSDK_URL, WECHAT_OVERWRITE_MENU
  SMS_PROVIDER=simulator, SIMULATOR_URL
                        every SMS goes to the simulator's phone; otherwise head office sets the channels
  SMS_ALIYUN_URL, SMS_TENCENT_URL
                        a relay instead of the clouds' own addresses
  DEMO=1                load demo data into an empty database (never in production)
  LOG_LEVEL             fatal, error, warn, info (default), debug
`;

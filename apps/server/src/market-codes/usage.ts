/** What `npm run market-codes -- --help` prints. */
export const marketCodesUsage = `Codes that WeChat itself makes (微信一物一码), as a source of codes to import.

The account must be a certified one that WeChat granted this to; the key of the packages came by
e-mail. A scan of such a code opens a mini-program, never a page of ours.

Usage: npm run market-codes -- COMMAND

  apply --count N --order ORDER
        orders N codes (10 000 to 200 000 000, in ten thousands). ORDER is a name of yours: the
        same one never orders twice
  status --application ID | --order ORDER
        is it made, and in which portions
  status --application ID --index N
        what the code at this place was activated for
  download --application ID --key-file FILE --out FILE [--from N --to N] [--key-form FORM]
        every portion, or those from N to N, decrypted and checked, as a file for 导入积分码:
        a heading, then one code a line, in the order of their places. FILE appears only when it is
        whole, and only its owner can read it: whoever has it can claim every code.
        FORM is how the key is written in its file: text (the default), hex or base64
  activate --application ID --from N --to N --activity NAME --brand NAME --product NAME
        --barcode EAN --mini-program APPID --path PATH [--version release|development|trial]
        lets the codes of a range open a page of a mini-program
  ticket --openid OPENID --ticket TICKET
        the code behind the code_ticket a mini-program was opened with

The account is the one in force: that of the settings or of the environment, as for the server.
With DATABASE_URL it may run while servers run. The embedded database belongs to the server that
runs on it: stop that one first.
Exit code 0: done; 1: refused, or not ready yet; 2: it could not be tried.
Settings come from the environment: DATABASE_URL, DATA_DIR (./data), MASTER_KEY, WECHAT_….
`;

export const importRowsMax = 50_000;
export const importBytesMax = 20 * 2 ** 20;
/** What a clerk reads about a file that cannot be taken. */
export const importTexts = {
    noFile: '没有收到文件，请重新选择文件上传',
    tooLarge: '文件超过 20 MB，请分成几个文件',
    tooManyRows: `文件超过 ${importRowsMax} 行，请分成几个文件`,
    uploadBroken: '文件没有传完，请检查网络后重新上传',
    notText: '文件不是文本，无法读取。请另存为 CSV（UTF-8 或 GBK）或 XLSX',
    oldExcel: '这是旧版 Excel（.xls）或加密的文件，请另存为不加密的 XLSX',
    notXlsx: '文件名是 .xlsx，内容却不是 Excel 文件，请重新另存为 XLSX 或 CSV',
    brokenXlsx: 'Excel 文件已损坏或不完整，请用 Excel 打开后重新另存为 XLSX',
    unpacksTooLarge: 'Excel 文件解压后太大，请只保留会员列表，另存为 XLSX 或 CSV',
    cutShort: 'CSV 文件不完整：有引号没有结束',
    noColumns: '第一行没有「手机号」一列，请按模板填写表头',
    noRows: '文件里没有会员',
    keyChanged: '服务器的主密钥已更换，文件内容无法再读取，请重新上传',
};
export const problemTexts = {
    mobileMissing: { zh: '没有手机号', en: 'no mobile number' },
    mobileInvalid: { zh: '手机号不对，应为 11 位中国大陆手机号', en: 'not a mobile number' },
    mobileScientific: {
        zh: '手机号被 Excel 变成了科学计数法，请把该列设为文本后重填',
        en: 'Excel turned the number into scientific notation: format the column as text',
    },
    duplicateInFile: { zh: '文件里重复：前面已有这个手机号', en: 'number stands in the file before' },
    nameTooLong: { zh: '姓名超过 40 个字', en: 'name longer than 40 characters' },
    kindUnknown: { zh: '类型只能是「消费者」或「厨师」', en: 'kind must be consumer or chef' },
    shopTooLong: { zh: '门店超过 60 个字', en: 'shop longer than 60 characters' },
    regionUnknown: { zh: '地区不认识，请写成「江苏省 苏州市」或六位代码', en: 'unknown region' },
    tagTooLong: { zh: '有标签超过 20 个字', en: 'a tag is longer than 20 characters' },
    tooManyTags: { zh: '标签超过 20 个（含已有的）', en: 'more than 20 tags, those kept included' },
    remarkTooLong: { zh: '备注超过 500 个字', en: 'remark longer than 500 characters' },
};

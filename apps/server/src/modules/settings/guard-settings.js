/**
 * Patient with people, not with programs: an address may be a whole dormitory, so it is given ten
 * times what a member is.
 */
export const guardSettingsDefault = {
    wrongPerDayMax: 20,
    wrongInARowMax: 10,
    rowLockMinutes: 30,
    oddPerDayMax: 100,
    addressWrongPerDayMax: 200,
    deviceWrongPerDayMax: 60,
    openIdWrongPerDayMax: 40,
    consumerDailyClaimsMax: 100,
    chefDailyClaimsMax: 1_000,
    velocityClaimsPerHour: 150,
    travelKilometresPerHour: 900,
    suspiciousPeople: 5,
    suspiciousProvinces: 3,
    checksPerMinuteMax: 20,
    checksPerDayMax: 300,
};
export const appealSettingsDefault = {
    pointsMax: 500,
    approvalAbovePoints: 100,
    clerkPointsPerDayMax: 2_000,
    memberAppealsPerDayMax: 5,
    templates: [
        {
            title: '已核实，补发积分',
            text: '您好，我们核对了这个码的扫码记录，确认产品是您买的，积分已经补发到您的账户，请查看。给您添麻烦了。',
        },
        {
            title: '码已被使用，请提供凭证',
            text: '您好，这个码在您扫码之前已经被其他会员使用。如果产品是您刚买的，请保留瓶子和购物小票，并告诉我们购买的门店和日期，我们继续为您核实。',
        },
        {
            title: '疑似假货，已登记',
            text: '您好，感谢您的反馈。根据您提供的照片，这件产品可能不是正品，请先不要食用，保留产品和购物凭证，我们的工作人员会尽快与您联系。',
        },
        {
            title: '照片看不清，请重新提交',
            text: '您好，照片上的二维码和码号看不清楚，我们暂时无法核实。请在光线好的地方把标签拍完整，重新提交一次申诉。',
        },
    ],
};

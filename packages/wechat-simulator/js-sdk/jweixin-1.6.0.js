/*
 * The simulator's `wx`: same calls and answers as the JS-SDK, carried to the phone page by
 * postMessage. Outside the phone's web view every call is silently lost, as in an ordinary browser.
 */
(function () {
  'use strict';

  var channel = 'wechat-simulator';
  var firstUrl = pageUrl();
  var insidePhone = window.parent !== window && window.name === 'MicroMessenger';
  var pending = {};
  var lastId = 0;
  var config = null;
  /* 'none' | 'checking' | 'ok' | 'failed' */
  var configState = 'none';
  var configAnswer = null;
  var readyListeners = [];
  var errorListener = null;
  /* The file before this one in what is served. */
  var openTags = window.wechatOpenTags({
    isInsidePhone: insidePhone,
    isAllowed: function (name) {
      if (configState !== 'ok') return null;
      return (config.openTagList || []).indexOf(name) >= 0;
    },
    send: send,
  });
  delete window.wechatOpenTags;

  var basicMethods = ['checkJsApi', 'closeWindow', 'scanQRCode', 'getNetworkType'];
  var silentMethods = [
    'hideOptionMenu',
    'showOptionMenu',
    'hideMenuItems',
    'showMenuItems',
    'hideAllNonBaseMenuItem',
    'showAllNonBaseMenuItem',
    'updateAppMessageShareData',
    'updateTimelineShareData',
    'onMenuShareTimeline',
    'onMenuShareAppMessage',
  ];
  var knownMethods = basicMethods.concat(silentMethods);

  var wx = {
    config: function (options) {
      config = options || {};
      configState = 'checking';
      send(
        'config',
        {
          appId: text(config.appId),
          timestamp: text(config.timestamp),
          nonceStr: text(config.nonceStr),
          signature: text(config.signature),
          url: pageUrl(),
          firstUrl: firstUrl,
        },
        onConfigAnswer,
      );
    },
    ready: function (listener) {
      if (configState === 'ok') listener();
      else readyListeners.push(listener);
    },
    error: function (listener) {
      errorListener = listener;
      if (configState === 'failed') listener(configAnswer);
    },
    checkJsApi: function (options) {
      var checkResult = {};
      ((options && options.jsApiList) || []).forEach(function (name) {
        checkResult[name] = knownMethods.indexOf(name) >= 0;
      });
      finish('checkJsApi', options, { errMsg: 'checkJsApi:ok', checkResult: checkResult });
    },
    scanQRCode: function (options) {
      var asked = options || {};
      call('scanQRCode', asked, {
        needResult: Number(asked.needResult) === 1 ? 1 : 0,
        scanType: asked.scanType || ['qrCode', 'barCode'],
      });
    },
    closeWindow: function (options) {
      call('closeWindow', options, {});
    },
    getNetworkType: function (options) {
      if (allowed('getNetworkType', options)) {
        finish('getNetworkType', options, { errMsg: 'getNetworkType:ok', networkType: 'wifi' });
      }
    },
  };

  silentMethods.forEach(function (name) {
    wx[name] = function (options) {
      if (allowed(name, options)) finish(name, options, { errMsg: name + ':ok' });
    };
  });

  function onConfigAnswer(answer) {
    configAnswer = answer;
    configState = answer.errMsg === 'config:ok' ? 'ok' : 'failed';
    if (config.debug) window.alert(JSON.stringify(answer));
    if (configState === 'failed') {
      if (errorListener) errorListener(answer);
      return;
    }
    readyListeners.splice(0).forEach(function (listener) {
      listener();
    });
    openTags.render();
  }

  function call(name, options, parameters) {
    if (!allowed(name, options)) return;
    send(name, parameters, function (answer) {
      finish(name, options, answer);
    });
  }

  /* closeWindow needs no permission; everything else wants a checked signature and its name listed. */
  function allowed(name, options) {
    if (name === 'closeWindow') return true;
    var listed = config && (config.jsApiList || []).indexOf(name) >= 0;
    if (configState === 'ok' && listed) return true;
    var reason =
      configState === 'ok' ? 'permission denied' : 'the permission value is offline verifying';
    finish(name, options, { errMsg: name + ':' + reason });
    return false;
  }

  function finish(name, options, answer) {
    var listeners = options || {};
    window.setTimeout(function () {
      var outcome = answer.errMsg.slice(name.length + 1);
      if (outcome === 'ok') run(listeners.success, answer);
      else if (outcome === 'cancel') run(listeners.cancel, answer);
      else run(listeners.fail, answer);
      run(listeners.complete, answer);
    }, 0);
  }

  function run(listener, answer) {
    if (typeof listener === 'function') listener(answer);
  }

  function send(method, parameters, onAnswer) {
    if (!insidePhone) return;
    lastId += 1;
    if (onAnswer) pending[lastId] = onAnswer;
    /* Nothing secret is in it, and the page cannot know under which name the phone was opened. */
    window.parent.postMessage(
      { channel: channel, id: lastId, method: method, parameters: parameters },
      '*',
    );
  }

  function reportPage() {
    send('page', { title: document.title, url: location.href });
  }

  function pageUrl() {
    return location.href.split('#')[0];
  }

  function text(value) {
    return value === undefined || value === null ? '' : String(value);
  }

  window.addEventListener('message', function (event) {
    if (event.source !== window.parent || !event.data || event.data.channel !== channel) return;
    var onAnswer = pending[event.data.id];
    delete pending[event.data.id];
    if (onAnswer) onAnswer(event.data.answer);
  });

  if (insidePhone) {
    reportPage();
    window.addEventListener('load', reportPage);
    window.addEventListener('popstate', reportPage);
    new MutationObserver(reportPage).observe(document.head || document.documentElement, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  }

  window.wx = wx;
  window.jWeixin = wx;
})();

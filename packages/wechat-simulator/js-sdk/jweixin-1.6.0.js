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
  var openTags = new Set();

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
    openTags.forEach(function (tag) {
      tag.render();
    });
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

  /*
   * <wx-open-subscribe template="id,id">: shows its text/wxtag-template once wx.config has allowed
   * the tag by openTagList; a tap asks the user, `success` and `error` tell the page.
   */
  function defineOpenSubscribe() {
    class OpenSubscribe extends HTMLElement {
      connectedCallback() {
        openTags.add(this);
        /* Its children may come after it. */
        window.setTimeout(this.render.bind(this), 0);
      }
      disconnectedCallback() {
        openTags.delete(this);
      }
      render() {
        if (this.shadowRoot || !this.isConnected || configState !== 'ok') return;
        if ((config.openTagList || []).indexOf('wx-open-subscribe') < 0) {
          return tell(document, 'WeixinOpenTagsError', {
            errMsg: 'wx-open-subscribe: permission denied',
          });
        }
        drawOpenTag(this);
        this.shadowRoot.addEventListener('click', askForConsent.bind(null, this));
        if (templatesOf(this).length === 0) failConsent(this, '10001');
        tell(this, 'ready', {});
      }
    }
    window.customElements.define('wx-open-subscribe', OpenSubscribe);
  }

  function drawOpenTag(tag) {
    var root = tag.attachShadow({ mode: 'open' });
    var style = '';
    Array.from(tag.children).forEach(function (child) {
      var markup = child.tagName === 'TEMPLATE' ? child.innerHTML : child.textContent;
      if (child.getAttribute('slot') === 'style') style += markup;
      else if (/^(template|script)$/i.test(child.tagName)) root.innerHTML += markup;
    });
    /* A sheet made by script: a page's Content-Security-Policy has no say in it. */
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(style.replace(/<\/?style[^>]*>/gi, ''));
    root.adoptedStyleSheets = [sheet];
  }

  function askForConsent(tag) {
    var templates = templatesOf(tag);
    if (templates.length === 0) return failConsent(tag, '10001');
    send('openSubscribe', { templates: templates }, function (answer) {
      if (answer.errMsg !== 'openSubscribe:ok')
        return failConsent(tag, text(answer.errCode || 10003));
      var details = {};
      templates.forEach(function (id) {
        details[id] = JSON.stringify({ status: text(answer.statuses[id]) });
      });
      tell(tag, 'success', { errMsg: 'subscribe:ok', subscribeDetails: JSON.stringify(details) });
    });
  }

  function templatesOf(tag) {
    return text(tag.getAttribute('template'))
      .split(',')
      .map(function (id) {
        return id.trim();
      })
      .filter(Boolean);
  }

  function failConsent(tag, errCode) {
    tell(tag, 'error', { errMsg: 'subscribe:fail', errCode: errCode });
  }

  function tell(target, name, detail) {
    target.dispatchEvent(new CustomEvent(name, { detail: detail, bubbles: false }));
  }

  if (insidePhone) defineOpenSubscribe();

  window.wx = wx;
  window.jWeixin = wx;
})();

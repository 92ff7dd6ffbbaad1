/*
 * <wx-open-subscribe template="id,id">: shows its text/wxtag-template once wx.config has allowed the
 * tag by openTagList; a tap asks the user, `success` and `error` tell the page. Served before the
 * JS-SDK, which says by `host` what is allowed and carries the question to the phone.
 */
(function () {
  'use strict';

  var tagName = 'wx-open-subscribe';

  window.wechatOpenTags = function (host) {
    var tags = new Set();

    class OpenSubscribe extends HTMLElement {
      connectedCallback() {
        tags.add(this);
        /* Its children may come after it. */
        window.setTimeout(draw, 0, host, this);
      }
      disconnectedCallback() {
        tags.delete(this);
      }
    }

    var isKnown = !!window.customElements.get(tagName);
    if (host.isInsidePhone && !isKnown) window.customElements.define(tagName, OpenSubscribe);
    return {
      render: function () {
        tags.forEach(function (tag) {
          draw(host, tag);
        });
      },
    };
  };

  /* Once; before wx.config has answered nothing is shown. */
  function draw(host, tag) {
    var isAllowed = host.isAllowed(tagName);
    if (tag.shadowRoot || !tag.isConnected || isAllowed === null) return;
    if (!isAllowed) {
      tell(document, 'WeixinOpenTagsError', { errMsg: tagName + ': permission denied' });
      return;
    }
    fill(tag, tag.attachShadow({ mode: 'open' }));
    tag.shadowRoot.addEventListener('click', function () {
      ask(host, tag);
    });
    tell(tag, 'ready', {});
    if (templatesOf(tag).length === 0) fail(tag, 10001);
  }

  function fill(tag, root) {
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

  function ask(host, tag) {
    var templates = templatesOf(tag);
    if (templates.length === 0) return fail(tag, 10001);
    host.send('openSubscribe', { templates: templates }, function (answer) {
      if (answer.errMsg !== 'openSubscribe:ok') return fail(tag, answer.errCode || 10003);
      var details = {};
      templates.forEach(function (id) {
        details[id] = JSON.stringify({ status: answer.statuses[id] });
      });
      tell(tag, 'success', { errMsg: 'subscribe:ok', subscribeDetails: JSON.stringify(details) });
    });
  }

  function templatesOf(tag) {
    return (tag.getAttribute('template') || '')
      .split(',')
      .map(function (id) {
        return id.trim();
      })
      .filter(Boolean);
  }

  function fail(tag, errCode) {
    tell(tag, 'error', { errMsg: 'subscribe:fail', errCode: String(errCode) });
  }

  function tell(target, name, detail) {
    target.dispatchEvent(new CustomEvent(name, { detail: detail }));
  }
})();

"use strict";
// Everything works without this script; it adds two things.
(function () {
  // 1. A form or film of another service stands as a link. Its frame is made after a click and not
  // before, so that no other host hears of the visitor unasked.
  function load(box) {
    var data = box.dataset, frame = document.createElement("iframe");
    var title = box.closest(".way, section").querySelector(".way-title, h2");
    frame.title = data.title;
    frame.setAttribute("sandbox", data.sandbox);
    frame.setAttribute("allow", data.allow);
    frame.setAttribute("referrerpolicy", data.referrer);
    frame.setAttribute("loading", "eager");
    frame.width = "100%";
    if (data.ratio) {
      box.classList.add("wide");
    } else {
      frame.height = window.matchMedia("(max-width: 40em)").matches ? data.phone : data.desktop;
    }
    frame.src = data.frame;
    box.replaceChildren(frame);
    if (title) {
      title.tabIndex = -1;
      title.focus();
    }
  }
  document.querySelectorAll(".embed-frame").forEach(function (box) {
    box.hidden = false;
    box.querySelector("button").addEventListener("click", function () { load(box); });
  });

  // 2. A page that was not rebuilt in time closes what is over; it never opens anything. A clock
  // that may be wrong is checked against the host's own, where the page came from one.
  var parts = Array.from(document.querySelectorAll("[data-closes]")), skew = 0, asked = false;
  function close(part) {
    var held = part.contains(document.activeElement);
    part.querySelectorAll("[data-open]").forEach(function (one) { one.hidden = true; });
    part.querySelectorAll("[data-closed]").forEach(function (one) {
      one.hidden = false;
      if (held) {
        one.tabIndex = -1;
        one.focus();
        held = false;
      }
    });
  }
  function look() {
    var now = Date.now() + skew, late = [], next = 3600000;
    parts.forEach(function (part) {
      var rest = Date.parse(part.dataset.closes) - now;
      if (rest <= 0) { late.push(part); } else if (rest < next) { next = rest; }
    });
    if (late.length && !asked && /^http/.test(location.protocol)) {
      asked = true;
      fetch(location.pathname, { method: "HEAD", cache: "no-store" }).then(function (reply) {
        var told = Date.parse(reply.headers.get("Date"));
        if (told) { skew = told - Date.now(); }
      }).catch(function () {}).then(look);
      return;
    }
    late.forEach(close);
    parts = parts.filter(function (part) { return late.indexOf(part) < 0; });
    if (parts.length) { setTimeout(look, next + 500); }
  }
  look();
})();

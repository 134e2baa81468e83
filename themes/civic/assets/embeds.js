"use strict";
// A form or film of another service stands as a link, which is enough. This adds a frame, and only
// after a click, so that no other host hears of the visitor unasked.
(function () {
  var key = "civicsite-shown", frames = [];
  // How services tell the height of their page, by the name in data-resize.
  var told = {
    "set-height": function (sent) { return (/^setHeight:(\d+)/.exec(sent) || [])[1]; },
    "nextcloud": function (sent) { return sent.type === "resize-iframe" && sent.payload.height; },
    "decidim": function (sent) { return sent.type === "SET_HEIGHT" && sent.height; },
    "datawrapper": function (sent) { return Object.values(sent["datawrapper-height"])[0]; }
  };
  function remembered() {
    try { return JSON.parse(sessionStorage.getItem(key)) || []; } catch (refused) { return []; }
  }
  function load(box, asked) {
    var data = box.dataset, frame = document.createElement("iframe");
    var said = document.createElement("p");
    frame.title = data.title;
    frame.setAttribute("sandbox", data.sandbox);
    frame.setAttribute("allow", data.allow);
    frame.setAttribute("referrerpolicy", data.referrer);
    frame.width = "100%";
    if (data.ratio) {
      box.classList.add(data.ratio === "9:16" ? "tall" : "wide");
    } else {
      frame.height = window.matchMedia("(max-width: 40em)").matches ? data.phone : data.desktop;
    }
    frame.src = data.frame;
    said.className = "quiet";
    said.tabIndex = -1;
    said.textContent = data.loaded;
    box.replaceChildren(said, frame);
    frames.push([frame, told[data.resize], new URL(data.frame).origin]);
    if (asked) { said.focus(); }
  }
  document.querySelectorAll(".embed-frame").forEach(function (box) {
    var host = new URL(box.dataset.frame).host, keep = box.querySelector("input");
    box.hidden = false;
    box.querySelector("button").addEventListener("click", function () {
      if (keep.checked) {
        try {
          sessionStorage.setItem(key, JSON.stringify(remembered().concat(host)));
        } catch (refused) { /* Then it is asked again; nothing is lost. */ }
      }
      load(box, true);
    });
    if (remembered().indexOf(host) >= 0 && !box.closest("[hidden]")) { load(box, false); }
  });
  window.addEventListener("message", function (event) {
    frames.forEach(function (one) {
      var height = 0;
      // Only the frame itself, while it shows its own service, may change its height.
      if (one[1] && event.source === one[0].contentWindow && event.origin === one[2]) {
        try { height = Number(one[1](event.data)); } catch (other) { return; }
        if (height > 100 && height < 9000) { one[0].height = Math.ceil(height); }
      }
    });
  });
})();

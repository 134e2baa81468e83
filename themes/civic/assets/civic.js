"use strict";
(function () {
  // A form of somebody else is loaded only after a click; until then there is a plain link.
  document.querySelectorAll(".embed-frame").forEach(function (box) {
    var data = box.dataset, button = box.querySelector("button");
    box.hidden = false;
    button.addEventListener("click", function () {
      var frame = document.createElement("iframe"), narrow = window.innerWidth < 640;
      frame.title = data.title;
      if (data.sandbox) { frame.setAttribute("sandbox", data.sandbox); }
      if (data.allow) { frame.setAttribute("allow", data.allow); }
      frame.setAttribute("referrerpolicy", data.referrer);
      frame.width = "100%";
      frame.height = narrow ? data.phone : data.desktop;
      if (data.ratio) {
        var sides = data.ratio.split(":");
        frame.height = Math.round(box.clientWidth * sides[1] / sides[0]);
      }
      frame.tabIndex = 0;
      frame.src = data.frame;
      box.replaceChild(frame, button);
      frame.focus();
    });
  });
  // A page that was not rebuilt in time closes what is over. It never opens anything.
  document.querySelectorAll("[data-closes]").forEach(function (part) {
    if (Date.now() < Date.parse(part.dataset.closes)) { return; }
    var over = part.querySelector(".way-closed"), open = part.querySelector(".way-open");
    var body = part.querySelector(".way-body");
    if (over) { over.hidden = false; }
    if (open) { open.hidden = true; }
    if (body) { body.hidden = true; }
    if (part.classList.contains("deadline")) { part.hidden = true; }
  });
})();

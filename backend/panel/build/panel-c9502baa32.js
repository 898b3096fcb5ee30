import{m161_usePopup as u}from"./panel-687fbdb11a.js";export{u as a};

import{m161_usePopup as u}from"./panel-746b0a6e5a.js";export{u as a};

import{m161_usePopup as u}from"./panel-4d4854bf78.js";export{u as a};

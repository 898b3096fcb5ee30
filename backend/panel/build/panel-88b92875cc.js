import{m161_usePopup as u}from"./panel-67eccafac0.js";export{u as a};

import{m161_usePopup as u}from"./panel-75e4ef2749.js";export{u as a};

import{m161_usePopup as u}from"./panel-1ff8930162.js";export{u as a};

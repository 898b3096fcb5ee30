import{m161_usePopup as u}from"./panel-797132f9e8.js";export{u as a};

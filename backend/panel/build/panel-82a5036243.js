import{m162_usePopup as u}from"./panel-2516739aea.js";export{u as a};

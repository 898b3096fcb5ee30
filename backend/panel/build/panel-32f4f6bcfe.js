import{m22_amend as e}from"./panel-36c49e5a76.js";export{e as a};

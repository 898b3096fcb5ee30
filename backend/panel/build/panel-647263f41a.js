import{m22_amend as e}from"./panel-0fb6090c3f.js";export{e as a};

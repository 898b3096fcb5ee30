import{m22_amend as e}from"./panel-c33da90c6e.js";export{e as a};

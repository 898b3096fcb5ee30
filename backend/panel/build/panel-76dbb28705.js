import{m20_amend as e}from"./panel-1ff8930162.js";export{e as a};

import{m88_Dialog as g}from"./panel-806aa8423a.js";export{g as a};

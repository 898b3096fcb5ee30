import{m151_useLoaded as o}from"./panel-376779df34.js";export{o as a};

import{m156_useLoaded as o}from"./panel-f49d41503c.js";export{o as a};
